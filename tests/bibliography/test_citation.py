"""Suggested citations: as IDEAS has published them, and with every part there or missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import redif
from redif.bibliography.citation import citation, cite
from redif.bibliography.names import full_name
from redif.bibliography.people import each_person
from redif.models import MODELS, Series, record_of

SERIES = "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:aaa:series\n"


def both(item: redif.Template, series: redif.Template) -> str:
    """The citation from the models, which has to be that from plain data."""
    record = series.record
    assert isinstance(record, Series)
    told = citation(item.record, record)
    known = {"name": series.data.get("name"), "provider": series.data.get("providers", [{}])[0].get("name")}
    assert cite(item.data, known) == told
    assert cite({**item.data, "joined": {"series": known}}) == told
    return told


def cited(item: str, series: str) -> str:
    return both(*redif.parse(f"{item}\n{SERIES}{series}").templates)


def test_the_seed(fixtures: Path) -> None:
    (item,) = redif.templates(fixtures / "taf" / "rcybxx" / "2021-3.redif")
    (series,) = redif.templates(fixtures / "taf" / "tafseri.redif")
    expected = (
        'Kaja Ciglic & John Hering, 2021. "A multi-stakeholder foundation for peace in cyberspace," Journal of Cyber Policy, '
        "Taylor & Francis Journals, vol. 6(3), pages 360-374, September."
    )
    assert both(item, series) == expected


# Citations that IDEAS has published, each with the parts it was made from; people are set apart by " ; ". A number that is
# a handle is one that the record has in its handle alone.
PUBLISHED = """
# Article | Author-Name | Year | Title | series | publisher | Volume | Issue | Pages | Month
Betz, Timm ; Pond, Amy | 2023 | Democratic institutions and regulatory privileges for government debt | European Journal of Political Economy | Elsevier | 79 | C | |
> Betz, Timm & Pond, Amy, 2023. "Democratic institutions and regulatory privileges for government debt," European Journal of Political Economy, Elsevier, vol. 79(C).
Lee, Chien-Chiang ; Wang, Chih-Wei ; Ho, Shan-Ju | 2022 | Financial aid and financial inclusion: Does risk uncertainty matter? | Pacific-Basin Finance Journal | Elsevier | 71 | C | |
> Lee, Chien-Chiang & Wang, Chih-Wei & Ho, Shan-Ju, 2022. "Financial aid and financial inclusion: Does risk uncertainty matter?," Pacific-Basin Finance Journal, Elsevier, vol. 71(C).
Ganuza, Juan-José ; Llobet, Gerard | 2020 | The simple economics of white elephants | Mathematical Social Sciences | Elsevier | 106 | C | 91-100 |
> Ganuza, Juan-José & Llobet, Gerard, 2020. "The simple economics of white elephants," Mathematical Social Sciences, Elsevier, vol. 106(C), pages 91-100.
Peter C. B. Phillips ; Donggyu Sul | 2009 | Economic transition and growth | Journal of Applied Econometrics | John Wiley & Sons, Ltd. | 24 | 7 | 1153-1185 | November
> Peter C. B. Phillips & Donggyu Sul, 2009. "Economic transition and growth," Journal of Applied Econometrics, John Wiley & Sons, Ltd., vol. 24(7), pages 1153-1185, November.
Monk, Alexander ; Perkins, Richard | 2020 | What explains the emergence and diffusion of green bonds? | Energy Policy | Elsevier | 145 | C | |
> Monk, Alexander & Perkins, Richard, 2020. "What explains the emergence and diffusion of green bonds?," Energy Policy, Elsevier, vol. 145(C).
Ka Zeng ; Yue Lu ; Ya‐wei Li | 2021 | Trade agreements and Global Value Chain (GVC) participation: Evidence from Chinese industries | Economics and Politics | Wiley Blackwell | 33 | 3 | 533-582 | November
> Ka Zeng & Yue Lu & Ya‐wei Li, 2021. "Trade agreements and Global Value Chain (GVC) participation: Evidence from Chinese industries," Economics and Politics, Wiley Blackwell, vol. 33(3), pages 533-582, November.
Ondřej Dvouletý ; Stjepan Srhoj ; Smaranda Pantea | 2021 | Public SME grants and firm performance in European Union: A systematic review of empirical evidence | Small Business Economics | Springer | 57 | 1 | 243-263 | June
> Ondřej Dvouletý & Stjepan Srhoj & Smaranda Pantea, 2021. "Public SME grants and firm performance in European Union: A systematic review of empirical evidence," Small Business Economics, Springer, vol. 57(1), pages 243-263, June.
Luca Grilli ; Boris Mrkajic ; Emanuele Giraudo | 2023 | Industrial policy, innovative entrepreneurship, and the human capital of founders | Small Business Economics | Springer | 60 | 2 | 707-728 | February
> Luca Grilli & Boris Mrkajic & Emanuele Giraudo, 2023. "Industrial policy, innovative entrepreneurship, and the human capital of founders," Small Business Economics, Springer, vol. 60(2), pages 707-728, February.
Gersbach, Hans ; Schetter, Ulrich ; Schmassmann, Samuel | 2023 | From local to global: A theory of public basic research in a globalized world | European Economic Review | Elsevier | 160 | C | |
> Gersbach, Hans & Schetter, Ulrich & Schmassmann, Samuel, 2023. "From local to global: A theory of public basic research in a globalized world," European Economic Review, Elsevier, vol. 160(C).
Robert Wilson | 1979 | Auctions of Shares | The Quarterly Journal of Economics | President and Fellows of Harvard College | 93 | 4 | 675-689 |
> Robert Wilson, 1979. "Auctions of Shares," The Quarterly Journal of Economics, President and Fellows of Harvard College, vol. 93(4), pages 675-689.
Valérie Garès ; Jérémy Omer | 2022 | Regularized Optimal Transport of Covariates and Outcomes in Data Recoding | Journal of the American Statistical Association | Taylor & Francis Journals | 117 | 537 | 320-333 | January
> Valérie Garès & Jérémy Omer, 2022. "Regularized Optimal Transport of Covariates and Outcomes in Data Recoding," Journal of the American Statistical Association, Taylor & Francis Journals, vol. 117(537), pages 320-333, January.
Giovanni Bernardo ; Irene Brunetti ; Mehmet Pinar ; Thanasis Stengos | 2021 | Measuring the presence of organized crime across Italian provinces: a sensitivity analysis | European Journal of Law and Economics | Springer | 51 | 1 | 31-95 | February
> Giovanni Bernardo & Irene Brunetti & Mehmet Pinar & Thanasis Stengos, 2021. "Measuring the presence of organized crime across Italian provinces: a sensitivity analysis," European Journal of Law and Economics, Springer, vol. 51(1), pages 31-95, February.
Kiley, Michael T. | 2000 | Endogenous Price Stickiness and Business Cycle Persistence | Journal of Money, Credit and Banking | Blackwell Publishing | 32 | 1 | 28-53 | February
> Kiley, Michael T., 2000. "Endogenous Price Stickiness and Business Cycle Persistence," Journal of Money, Credit and Banking, Blackwell Publishing, vol. 32(1), pages 28-53, February.
Kiley, Michael T. | 2007 | Is Moderate-to-High Inflation Inherently Unstable? | International Journal of Central Banking | International Journal of Central Banking | 3 | 2 | 173-201 | June
> Kiley, Michael T., 2007. "Is Moderate-to-High Inflation Inherently Unstable?," International Journal of Central Banking, International Journal of Central Banking, vol. 3(2), pages 173-201, June.
Kiley, Michael T. | 2020 | The Global Equilibrium Real Interest Rate: Concepts, Estimates, and Challenges | Annual Review of Financial Economics | Annual Reviews | 12 | 1 | 305-326 | December
> Kiley, Michael T., 2020. "The Global Equilibrium Real Interest Rate: Concepts, Estimates, and Challenges," Annual Review of Financial Economics, Annual Reviews, vol. 12(1), pages 305-326, December.
Kiley, Michael T. | 2020 | What Can the Data Tell Us about the Equilibrium Real Interest Rate? | International Journal of Central Banking | International Journal of Central Banking | 16 | 3 | 181-209 | June
> Kiley, Michael T., 2020. "What Can the Data Tell Us about the Equilibrium Real Interest Rate?," International Journal of Central Banking, International Journal of Central Banking, vol. 16(3), pages 181-209, June.
Primiceri, Giorgio E. | 2005 | Time Varying Structural Vector Autoregressions and Monetary Policy | Review of Economic Studies | Oxford University Press | 72 | 3 | 821-852 |
> Primiceri, Giorgio E., 2005. "Time Varying Structural Vector Autoregressions and Monetary Policy," Review of Economic Studies, Oxford University Press, vol. 72(3), pages 821-852.
Alinaghian, Mahdi ; Shokouhi, Nadia | 2018 | Multi-depot multi-compartment vehicle routing problem, solved by a hybrid adaptive large neighborhood search | Omega | Elsevier | 76 | C | 85-99 |
> Alinaghian, Mahdi & Shokouhi, Nadia, 2018. "Multi-depot multi-compartment vehicle routing problem, solved by a hybrid adaptive large neighborhood search," Omega, Elsevier, vol. 76(C), pages 85-99.
Halkos, George ; Bousinakis, Dimitrios | 2017 | The effect of stress and dissatisfaction on employees during crisis | Economic Analysis and Policy | Elsevier | 55 | C | 25-34 |
> Halkos, George & Bousinakis, Dimitrios, 2017. "The effect of stress and dissatisfaction on employees during crisis," Economic Analysis and Policy, Elsevier, vol. 55(C), pages 25-34.
Card, David ; Krueger, Alan B | 1994 | Minimum Wages and Employment: A Case Study of the Fast-Food Industry in New Jersey and Pennsylvania | American Economic Review | American Economic Association | 84 | 4 | 772-793 | September
> Card, David & Krueger, Alan B, 1994. "Minimum Wages and Employment: A Case Study of the Fast-Food Industry in New Jersey and Pennsylvania," American Economic Review, American Economic Association, vol. 84(4), pages 772-793, September.
Scott A. Imberman ; Adriana D. Kugler ; Bruce I. Sacerdote | 2012 | Katrina's Children: Evidence on the Structure of Peer Effects from Hurricane Evacuees | American Economic Review | American Economic Association | 102 | 5 | 2048-82 | August
> Scott A. Imberman & Adriana D. Kugler & Bruce I. Sacerdote, 2012. "Katrina's Children: Evidence on the Structure of Peer Effects from Hurricane Evacuees," American Economic Review, American Economic Association, vol. 102(5), pages 2048-82, August.
Sims, Christopher A | 1980 | Macroeconomics and Reality | Econometrica | Econometric Society | 48 | 1 | 1-48 | January
> Sims, Christopher A, 1980. "Macroeconomics and Reality," Econometrica, Econometric Society, vol. 48(1), pages 1-48, January.
Elliott, Graham ; Rothenberg, Thomas J ; Stock, James H | 1996 | Efficient Tests for an Autoregressive Unit Root | Econometrica | Econometric Society | 64 | 4 | 813-836 | July
> Elliott, Graham & Rothenberg, Thomas J & Stock, James H, 1996. "Efficient Tests for an Autoregressive Unit Root," Econometrica, Econometric Society, vol. 64(4), pages 813-836, July.
Mehran, Farhad | 1976 | Linear Measures of Income Inequality | Econometrica | Econometric Society | 44 | 4 | 805-809 | July
> Mehran, Farhad, 1976. "Linear Measures of Income Inequality," Econometrica, Econometric Society, vol. 44(4), pages 805-809, July.
Reiter Michael | 2009 | Solving heterogeneous-agent models by projection and perturbation | Journal of Economic Dynamics and Control | Elsevier | 33 | 3 | 649-665 | March
> Reiter Michael, 2009. "Solving heterogeneous-agent models by projection and perturbation," Journal of Economic Dynamics and Control, Elsevier, vol. 33(3), pages 649-665, March.
Derek Lemoine | 2021 | The Climate Risk Premium: How Uncertainty Affects the Social Cost of Carbon | Journal of the Association of Environmental and Resource Economists | University of Chicago Press | 8 | 1 | 27-57 |
> Derek Lemoine, 2021. "The Climate Risk Premium: How Uncertainty Affects the Social Cost of Carbon," Journal of the Association of Environmental and Resource Economists, University of Chicago Press, vol. 8(1), pages 27-57.
Charles Cao ; Oliver Hansch ; Xiaoxin Wang | 2009 | The information content of an open limit‐order book | Journal of Futures Markets | John Wiley & Sons, Ltd. | 29 | 1 | 16-41 |
> Charles Cao & Oliver Hansch & Xiaoxin Wang, 2009. "The information content of an open limit‐order book," Journal of Futures Markets, John Wiley & Sons, Ltd., vol. 29(1), pages 16-41.
Iammarino, Simona ; McCann, Philip | 2006 | The structure and evolution of industrial clusters: Transactions, technology and knowledge spillovers | Research Policy | Elsevier | 35 | 7 | 1018-1036 | September
> Iammarino, Simona & McCann, Philip, 2006. "The structure and evolution of industrial clusters: Transactions, technology and knowledge spillovers," Research Policy, Elsevier, vol. 35(7), pages 1018-1036, September.
Ron A. Boschma ; Jan G. Lambooy | 1999 | Evolutionary economics and economic geography | Journal of Evolutionary Economics | Springer | 9 | 4 | 411-429 |
> Ron A. Boschma & Jan G. Lambooy, 1999. "Evolutionary economics and economic geography," Journal of Evolutionary Economics, Springer, vol. 9(4), pages 411-429.
Dorit S. Hochbaum | 2008 | The Pseudoflow Algorithm: A New Algorithm for the Maximum-Flow Problem | Operations Research | INFORMS | 56 | 4 | 992-1009 | August
> Dorit S. Hochbaum, 2008. "The Pseudoflow Algorithm: A New Algorithm for the Maximum-Flow Problem," Operations Research, INFORMS, vol. 56(4), pages 992-1009, August.
John C. Harsanyi | 1967 | Games with Incomplete Information Played by "Bayesian" Players, I-III Part I. The Basic Model | Management Science | INFORMS | 14 | 3 | 159-182 | November
> John C. Harsanyi, 1967. "Games with Incomplete Information Played by "Bayesian" Players, I-III Part I. The Basic Model," Management Science, INFORMS, vol. 14(3), pages 159-182, November.
James H. Stock ; Mark W. Watson | 2016 | Core Inflation and Trend Inflation | The Review of Economics and Statistics | MIT Press | 98 | 4 | 770-784 | October
> James H. Stock & Mark W. Watson, 2016. "Core Inflation and Trend Inflation," The Review of Economics and Statistics, MIT Press, vol. 98(4), pages 770-784, October.
Juan F. Rubio-Ramirez ; Daniel F. Waggoner ; Tao Zha | 2010 | Structural Vector Autoregressions: Theory of Identification and Algorithms for Inference | Review of Economic Studies | Oxford University Press | 77 | 2 | 665-696 |
> Juan F. Rubio-Ramirez & Daniel F. Waggoner & Tao Zha, 2010. "Structural Vector Autoregressions: Theory of Identification and Algorithms for Inference," Review of Economic Studies, Oxford University Press, vol. 77(2), pages 665-696.
Cerovecki, Clement ; Francq, Christian ; Hormann, Siegfried ; Zakoian, Jean-Michel | 2019 | Functional GARCH models: The quasi-likelihood approach and its applications | Journal of Econometrics | Elsevier | 209 | 2 | 353-375 |
> Cerovecki, Clement & Francq, Christian & Hormann, Siegfried & Zakoian, Jean-Michel, 2019. "Functional GARCH models: The quasi-likelihood approach and its applications," Journal of Econometrics, Elsevier, vol. 209(2), pages 353-375.

# Paper | Author-Name | Creation-Date | Title | series | Number | publisher | Revision-Date
Ndubuisi, Gideon ; Foster-McGregor, Neil | 2018 | Domestic intellectual property rights protection and the margins of bilateral exports | MERIT Working Papers | 2018-035 | United Nations University - Maastricht Economic and Social Research Institute on Innovation and Technology (MERIT) |
> Ndubuisi, Gideon & Foster-McGregor, Neil, 2018. "Domestic intellectual property rights protection and the margins of bilateral exports," MERIT Working Papers 2018-035, United Nations University - Maastricht Economic and Social Research Institute on Innovation and Technology (MERIT).
Leah K. Lakdawala ; David Simon | 2016 | The Intergenerational Consequences of Tobacco Policy | Working papers | 2016-27 | University of Connecticut, Department of Economics |
> Leah K. Lakdawala & David Simon, 2016. "The Intergenerational Consequences of Tobacco Policy," Working papers 2016-27, University of Connecticut, Department of Economics.
Alessandra Cepparulo ; Gilles Mourre | 2020 | How and How Much? The Growth-Friendliness of Public Spending through the Lens | European Economy - Discussion Papers | 132 | Directorate General Economic and Financial Affairs (DG ECFIN), European Commission |
> Alessandra Cepparulo & Gilles Mourre, 2020. "How and How Much? The Growth-Friendliness of Public Spending through the Lens," European Economy - Discussion Papers 132, Directorate General Economic and Financial Affairs (DG ECFIN), European Commission.
Saussay, Aurélien ; Zugravu-Soilita, Natalia | 2023 | International production chains and the pollution offshoring hypothesis: an empirical investigation | LSE Research Online Documents on Economics | 118352 | London School of Economics and Political Science, LSE Library |
> Saussay, Aurélien & Zugravu-Soilita, Natalia, 2023. "International production chains and the pollution offshoring hypothesis: an empirical investigation," LSE Research Online Documents on Economics 118352, London School of Economics and Political Science, LSE Library.
D'Acunto, Francesco ; Hoang, Daniel ; Weber, Michael | 2021 | Managing households' expectations with unconventional policies | Working Paper Series in Economics | 148 | Karlsruhe Institute of Technology (KIT), Department of Economics and Management |
> D'Acunto, Francesco & Hoang, Daniel & Weber, Michael, 2021. "Managing households' expectations with unconventional policies," Working Paper Series in Economics 148, Karlsruhe Institute of Technology (KIT), Department of Economics and Management.
Miles Kimball ; Christopher House ; Christoph Boehm ; Robert Barsky | 2016 | Monetary Policy and Durable Goods | 2016 Meeting Papers | 745 | Society for Economic Dynamics |
> Miles Kimball & Christopher House & Christoph Boehm & Robert Barsky, 2016. "Monetary Policy and Durable Goods," 2016 Meeting Papers 745, Society for Economic Dynamics.
Olivier Coibion ; Dimitris Georgarakos ; Yuriy Gorodnichenko ; Michael Weber | 2020 | Forward Guidance and Household Expectations | Working Papers | 2020-07 | Becker Friedman Institute for Research In Economics |
> Olivier Coibion & Dimitris Georgarakos & Yuriy Gorodnichenko & Michael Weber, 2020. "Forward Guidance and Household Expectations," Working Papers 2020-07, Becker Friedman Institute for Research In Economics.
Joachim Freyberger ; Andreas Neuhierl ; Michael Weber | 2017 | Dissecting Characteristics Nonparametrically | NBER Working Papers | 23227 | National Bureau of Economic Research, Inc |
> Joachim Freyberger & Andreas Neuhierl & Michael Weber, 2017. "Dissecting Characteristics Nonparametrically," NBER Working Papers 23227, National Bureau of Economic Research, Inc.
Robert J. Shiller | 1996 | Why Do People Dislike Inflation? | NBER Working Papers | 5539 | National Bureau of Economic Research, Inc |
> Robert J. Shiller, 1996. "Why Do People Dislike Inflation?," NBER Working Papers 5539, National Bureau of Economic Research, Inc.
Kiley, Michael T. | 2008 | Estimating the common trend rate of inflation for consumer prices and consumer prices excluding food and energy prices | Finance and Economics Discussion Series | 2008-38 | Board of Governors of the Federal Reserve System (U.S.) |
> Kiley, Michael T., 2008. "Estimating the common trend rate of inflation for consumer prices and consumer prices excluding food and energy prices," Finance and Economics Discussion Series 2008-38, Board of Governors of the Federal Reserve System (U.S.).
John J. Horton | 2023 | Large Language Models as Simulated Economic Agents: What Can We Learn from Homo Silicus? | NBER Working Papers | 31122 | National Bureau of Economic Research, Inc |
> John J. Horton, 2023. "Large Language Models as Simulated Economic Agents: What Can We Learn from Homo Silicus?," NBER Working Papers 31122, National Bureau of Economic Research, Inc.
James D. Hamilton | 2017 | Why You Should Never Use the Hodrick-Prescott Filter | NBER Working Papers | 23429 | National Bureau of Economic Research, Inc |
> James D. Hamilton, 2017. "Why You Should Never Use the Hodrick-Prescott Filter," NBER Working Papers 23429, National Bureau of Economic Research, Inc.
Lo, Yuen ; Medda, Francesca | 2020 | Uniswap and the rise of the decentralized exchange | MPRA Paper | 103925 | University Library of Munich, Germany |
> Lo, Yuen & Medda, Francesca, 2020. "Uniswap and the rise of the decentralized exchange," MPRA Paper 103925, University Library of Munich, Germany.
Jesse LaBelle ; Immaculada Martinez-Zarzoso ; Ana Maria Santacreu ; Yoto Yotov | 2023 | Cross-border Patenting, Globalization, and Development | Working Papers | 2023-031 | Federal Reserve Bank of St. Louis | 2024-01
> Jesse LaBelle & Immaculada Martinez-Zarzoso & Ana Maria Santacreu & Yoto Yotov, 2023. "Cross-border Patenting, Globalization, and Development," Working Papers 2023-031, Federal Reserve Bank of St. Louis, revised Jan 2024.
Rahal, Charles ; Mohan, John | 2022 | The Role of the Third Sector in Public Health Service Provision: Evidence from 25,338 heterogeneous procurement datasets | SocArXiv | RePEc:osf:socarx:t4x52 | Center for Open Science |
> Rahal, Charles & Mohan, John, 2022. "The Role of the Third Sector in Public Health Service Provision: Evidence from 25,338 heterogeneous procurement datasets," SocArXiv t4x52, Center for Open Science.
James G. MacKinnon | 2012 | Thirty Years of Heteroskedasticity-Robust Inference | Working Papers | 1268 | Queen's University, Department of Economics |
> James G. MacKinnon, 2012. "Thirty Years of Heteroskedasticity-Robust Inference," Working Papers 1268, Queen's University, Department of Economics.
Krause, Willi ; Costa, Luís ; Costa Filho, João Ricardo | 2023 | The Covid-19 Recession in Germany: A Macropidemiological Analysis | Working Papers REM | 2023/0290 | ISEG - Lisbon School of Economics and Management, REM, Universidade de Lisboa |
> Krause, Willi & Costa, Luís & Costa Filho, João Ricardo, 2023. "The Covid-19 Recession in Germany: A Macropidemiological Analysis," Working Papers REM 2023/0290, ISEG - Lisbon School of Economics and Management, REM, Universidade de Lisboa.
Yoon J. Jo | 2021 | Establishing downward nominal wage rigidity through cyclical changes in the wage distribution | Working Papers | 20211216-001 | Texas A and M University, Department of Economics |
> Yoon J. Jo, 2021. "Establishing downward nominal wage rigidity through cyclical changes in the wage distribution," Working Papers 20211216-001, Texas A and M University, Department of Economics.
Janusz Gajda ; Rafał Walasek | 2020 | Fractional differentiation and its use in machine learning | Working Papers | 2020-32 | Faculty of Economic Sciences, University of Warsaw |
> Janusz Gajda & Rafał Walasek, 2020. "Fractional differentiation and its use in machine learning," Working Papers 2020-32, Faculty of Economic Sciences, University of Warsaw.
Ariu, Andrea | 2020 | Foreign Workers, Product Quality, and Trade: Evidence from a Natural Experiment | CEPR Discussion Papers | 14859 | C.E.P.R. Discussion Papers |
> Ariu, Andrea, 2020. "Foreign Workers, Product Quality, and Trade: Evidence from a Natural Experiment," CEPR Discussion Papers 14859, C.E.P.R. Discussion Papers.
Azevedo, Joao Pedro ; Inchauste, Gabriela ; Sanfelice, Viviane | 2013 | Decomposing the recent inequality decline in Latin America | Policy Research Working Paper Series | 6715 | The World Bank |
> Azevedo, Joao Pedro & Inchauste, Gabriela & Sanfelice, Viviane, 2013. "Decomposing the recent inequality decline in Latin America," Policy Research Working Paper Series 6715, The World Bank.
Azevedo, Joao Pedro ; Inchauste, Gabriela ; Olivieri, Sergio ; Saavedra, Jaime ; Winkler, Hernan | 2013 | Is labor income responsible for poverty reduction ? a decomposition approach | Policy Research Working Paper Series | 6414 | The World Bank |
> Azevedo, Joao Pedro & Inchauste, Gabriela & Olivieri, Sergio & Saavedra, Jaime & Winkler, Hernan, 2013. "Is labor income responsible for poverty reduction ? a decomposition approach," Policy Research Working Paper Series 6414, The World Bank.
Seabold,Skipper ; Rutherford,Alex ; De Backer,Olivia ; Coppola,Andrea | 2015 | The pulse of public opinion : using Twitter data to analyze public perception of reform in El Salvador | Policy Research Working Paper Series | 7399 | The World Bank |
> Seabold,Skipper & Rutherford,Alex & De Backer,Olivia & Coppola,Andrea, 2015. "The pulse of public opinion : using Twitter data to analyze public perception of reform in El Salvador," Policy Research Working Paper Series 7399, The World Bank.
Fuchs Tarlovsky,Alan ; Meneses,Francisco Jalles | 2017 | Are tobacco taxes really regressive ? evidence from Chile | Policy Research Working Paper Series | 7988 | The World Bank |
> Fuchs Tarlovsky,Alan & Meneses,Francisco Jalles, 2017. "Are tobacco taxes really regressive ? evidence from Chile," Policy Research Working Paper Series 7988, The World Bank.
Pedraza, Alvaro ; Williams, Tomas ; Zeni, Federica | 2026 | Where Firms Retire Carbon Offsets: Operational Footprints and Offset Quality | Policy Research Working Paper Series | 11331 | The World Bank |
> Pedraza, Alvaro & Williams, Tomas & Zeni, Federica, 2026. "Where Firms Retire Carbon Offsets: Operational Footprints and Offset Quality," Policy Research Working Paper Series 11331, The World Bank.

# Software | Author-Name | Creation-Date | Title | Number | Revision-Date
Mauricio Caceres Bravo | 2018 | GTOOLS: Stata module to provide a fast implementation of common group commands | S458514 | 2022-12-05
> Mauricio Caceres Bravo, 2018. "GTOOLS: Stata module to provide a fast implementation of common group commands," Statistical Software Components S458514, Boston College Department of Economics, revised 05 Dec 2022.
Roger Newson | 2000 | BSPLINE: Stata modules to compute B-splines parameterized by their values at reference points | S411701 | 2022-08-21
> Roger Newson, 2000. "BSPLINE: Stata modules to compute B-splines parameterized by their values at reference points," Statistical Software Components S411701, Boston College Department of Economics, revised 21 Aug 2022.
Achim Ahrens ; Christian B. Hansen ; Mark E Schaffer | 2018 | PDSLASSO: Stata module for post-selection and post-regularization OLS or IV estimation and inference | S458459 | 2019-01-24
> Achim Ahrens & Christian B. Hansen & Mark E Schaffer, 2018. "PDSLASSO: Stata module for post-selection and post-regularization OLS or IV estimation and inference," Statistical Software Components S458459, Boston College Department of Economics, revised 24 Jan 2019.
Florian Chavez Juarez | 2012 | SHAPLEY2: Stata module to compute additive decomposition of estimation statistics by regressors or groups of regressors | S457543 | 2015-06-17
> Florian Chavez Juarez, 2012. "SHAPLEY2: Stata module to compute additive decomposition of estimation statistics by regressors or groups of regressors," Statistical Software Components S457543, Boston College Department of Economics, revised 17 Jun 2015.
Wilbur Townsend | 2017 | ELASTICREGRESS: Stata module to perform elastic net regression, lasso regression, ridge regression | S458397 | 2018-04-16
> Wilbur Townsend, 2017. "ELASTICREGRESS: Stata module to perform elastic net regression, lasso regression, ridge regression," Statistical Software Components S458397, Boston College Department of Economics, revised 16 Apr 2018.
Joao Pedro Azevedo | 2011 | WBOPENDATA: Stata module to access World Bank databases | S457234 | 2020-07-09
> Joao Pedro Azevedo, 2011. "WBOPENDATA: Stata module to access World Bank databases," Statistical Software Components S457234, Boston College Department of Economics, revised 09 Jul 2020.
David C. Elliott | 2002 | TKNZ: Stata module to tokenize string into named macros | S426302 | 2006-10-17
> David C. Elliott, 2002. "TKNZ: Stata module to tokenize string into named macros," Statistical Software Components S426302, Boston College Department of Economics, revised 17 Oct 2006.
Sergio Correia | 2014 | REGHDFE: Stata module to perform linear or instrumental-variable regression absorbing any number of high-dimensional fixed effects | S457874 | 2016-08-06
> Sergio Correia, 2014. "REGHDFE: Stata module to perform linear or instrumental-variable regression absorbing any number of high-dimensional fixed effects," Statistical Software Components S457874, Boston College Department of Economics, revised 06 Aug 2016.
Sergio Correia | 2014 | REGHDFE: Stata module to perform linear or instrumental-variable regression absorbing any number of high-dimensional fixed effects | S457874 | 2023-08-21
> Sergio Correia, 2014. "REGHDFE: Stata module to perform linear or instrumental-variable regression absorbing any number of high-dimensional fixed effects," Statistical Software Components S457874, Boston College Department of Economics, revised 21 Aug 2023.
Manh Hoang-Ba | 2025 | XTTEST4: Stata module to calculate heterokedasticity tests for fixed effects models | S459492 | 2025-08-15
> Manh Hoang-Ba, 2025. "XTTEST4: Stata module to calculate heterokedasticity tests for fixed effects models," Statistical Software Components S459492, Boston College Department of Economics, revised 15 Aug 2025.
Keith Kranker | 2018 | DTALINK: Stata module to implement probabilistic record linkage | S458504 | 2019-02-16
> Keith Kranker, 2018. "DTALINK: Stata module to implement probabilistic record linkage," Statistical Software Components S458504, Boston College Department of Economics, revised 16 Feb 2019.
Joao Pedro Azevedo | 2011 | WBOPENDATA: Stata module to access World Bank databases | S457234 | 2016-02-10
> Joao Pedro Azevedo, 2011. "WBOPENDATA: Stata module to access World Bank databases," Statistical Software Components S457234, Boston College Department of Economics, revised 10 Feb 2016.
Joao Pedro Azevedo | 2006 | APOVERTY: Stata module to compute poverty measures | S456750 | 2007-04-13
> Joao Pedro Azevedo, 2006. "APOVERTY: Stata module to compute poverty measures," Statistical Software Components S456750, Boston College Department of Economics, revised 13 Apr 2007.
Christopher F Baum ; Joao Pedro Azevedo | 2001 | OUTTABLE: Stata module to write matrix to LaTeX table | S419501 | 2014-08-03
> Christopher F Baum & Joao Pedro Azevedo, 2001. "OUTTABLE: Stata module to write matrix to LaTeX table," Statistical Software Components S419501, Boston College Department of Economics, revised 03 Aug 2014.
Jeroen Weesie | 1999 | MMERGE: Stata module: Safer and easier to use variant of merge | S420201 | 2002-02-26
> Jeroen Weesie, 1999. "MMERGE: Stata module: Safer and easier to use variant of merge," Statistical Software Components S420201, Boston College Department of Economics, revised 26 Feb 2002.
Christopher F Baum ; Mark E Schaffer ; Steven Stillman | 2002 | IVREG2: Stata module for extended instrumental variables/2SLS and GMM estimation | S425401 | 2023-07-30
> Christopher F Baum & Mark E Schaffer & Steven Stillman, 2002. "IVREG2: Stata module for extended instrumental variables/2SLS and GMM estimation," Statistical Software Components S425401, Boston College Department of Economics, revised 30 Jul 2023.
David Kantor | 2004 | CARRYFORWARD: Stata module to carry forward previous observations | S444902 | 2016-01-15
> David Kantor, 2004. "CARRYFORWARD: Stata module to carry forward previous observations," Statistical Software Components S444902, Boston College Department of Economics, revised 15 Jan 2016.
Ian Watson | 2004 | TABOUT: Stata module to export publication quality cross-tabulations | S447101 | 2019-03-16
> Ian Watson, 2004. "TABOUT: Stata module to export publication quality cross-tabulations," Statistical Software Components S447101, Boston College Department of Economics, revised 16 Mar 2019.
Joao Pedro Azevedo | 2003 | FACTORTEST: Stata module to perform tests for appropriateness of factor analysis | S436001 | 2006-08-27
> Joao Pedro Azevedo, 2003. "FACTORTEST: Stata module to perform tests for appropriateness of factor analysis," Statistical Software Components S436001, Boston College Department of Economics, revised 27 Aug 2006.
Paul Millar | 2005 | MATSORT: Stata module to sort a matrix by a given column | S449504 | 2009-01-28
> Paul Millar, 2005. "MATSORT: Stata module to sort a matrix by a given column," Statistical Software Components S449504, Boston College Department of Economics, revised 28 Jan 2009.
Gary Longton ; Nicholas J. Cox | 2002 | DISTINCT: Stata module to display distinct values of variables | S424201 | 2012-03-21
> Gary Longton & Nicholas J. Cox, 2002. "DISTINCT: Stata module to display distinct values of variables," Statistical Software Components S424201, Boston College Department of Economics, revised 21 Mar 2012.
Roy Wada | 2005 | OUTREG2: Stata module to arrange regression outputs into an illustrative table | S456416 | 2014-08-17
> Roy Wada, 2005. "OUTREG2: Stata module to arrange regression outputs into an illustrative table," Statistical Software Components S456416, Boston College Department of Economics, revised 17 Aug 2014.
J. Scott Long ; Jeremy Freese | 2000 | FITSTAT: Stata module to compute fit statistics for single equation regression models | S407201 | 2001-02-22
> J. Scott Long & Jeremy Freese, 2000. "FITSTAT: Stata module to compute fit statistics for single equation regression models," Statistical Software Components S407201, Boston College Department of Economics, revised 22 Feb 2001.
Nicholas J. Cox ; Thomas Steichen | 2000 | CONCORD: Stata module for concordance correlation | S404501 | 2007-08-09
> Nicholas J. Cox & Thomas Steichen, 2000. "CONCORD: Stata module for concordance correlation," Statistical Software Components S404501, Boston College Department of Economics, revised 09 Aug 2007.
Nicholas J. Cox | 2000 | EGENMORE: Stata modules to extend the generate function | S386401 | 2019-01-24
> Nicholas J. Cox, 2000. "EGENMORE: Stata modules to extend the generate function," Statistical Software Components S386401, Boston College Department of Economics, revised 24 Jan 2019.
Tony Brady | 1998 | UNIQUE: Stata module to report number of unique values in variable(s) | S354201 | 2020-06-18
> Tony Brady, 1998. "UNIQUE: Stata module to report number of unique values in variable(s)," Statistical Software Components S354201, Boston College Department of Economics, revised 18 Jun 2020.
Kirill Borusyak | 2021 | EVENT_PLOT: Stata module to plot the staggered-adoption diff-in-diff ("event study") estimates | S458958 | 2021-05-26
> Kirill Borusyak, 2021. "EVENT_PLOT: Stata module to plot the staggered-adoption diff-in-diff ("event study") estimates," Statistical Software Components S458958, Boston College Department of Economics, revised 26 May 2021.
Joshua Bleiberg | 2021 | STACKEDEV: Stata module to implement stacked event study estimator | S459027 |
> Joshua Bleiberg, 2021. "STACKEDEV: Stata module to implement stacked event study estimator," Statistical Software Components S459027, Boston College Department of Economics.
Matthieu Gomez | 2015 | SUMUP: Stata module to compute summary statistics by group | S458129 |
> Matthieu Gomez, 2015. "SUMUP: Stata module to compute summary statistics by group," Statistical Software Components S458129, Boston College Department of Economics.
Joao Pedro Azevedo | 2008 | MOL: Stata module to evaluate literacy level | S456987 |
> Joao Pedro Azevedo, 2008. "MOL: Stata module to evaluate literacy level," Statistical Software Components S456987, Boston College Department of Economics.
Clément de Chaisemartin ; Xavier D'Haultfoeuille ; Yannick Guyonvarch | 2019 | DID_MULTIPLEGT: Stata module to estimate sharp Difference-in-Difference designs with multiple groups and periods | S458643 | 2023-12-17
> Clément de Chaisemartin & Xavier D'Haultfoeuille & Yannick Guyonvarch, 2019. "DID_MULTIPLEGT: Stata module to estimate sharp Difference-in-Difference designs with multiple groups and periods," Statistical Software Components S458643, Boston College Department of Economics, revised 17 Dec 2023.
Fernando Rios-Avila ; Pedro H.C. Sant'Anna ; Brantly Callaway | 2021 | CSDID: Stata module for the estimation of Difference-in-Difference models with multiple time periods | S458976 | 2023-02-25
> Fernando Rios-Avila & Pedro H.C. Sant'Anna & Brantly Callaway, 2021. "CSDID: Stata module for the estimation of Difference-in-Difference models with multiple time periods," Statistical Software Components S458976, Boston College Department of Economics, revised 25 Feb 2023.
Kevin Crow | 2006 | SHP2DTA: Stata module to converts shape boundary files to Stata datasets | S456718 | 2015-07-17
> Kevin Crow, 2006. "SHP2DTA: Stata module to converts shape boundary files to Stata datasets," Statistical Software Components S456718, Boston College Department of Economics, revised 17 Jul 2015.
Joao Pedro Azevedo ; Samuel Franco ; Eliana Rubiano ; Alejandro Hoyos | 2010 | HOI: Stata module to compute Human Opportunity Index | S457191 | 2011-04-05
> Joao Pedro Azevedo & Samuel Franco & Eliana Rubiano & Alejandro Hoyos, 2010. "HOI: Stata module to compute Human Opportunity Index," Statistical Software Components S457191, Boston College Department of Economics, revised 05 Apr 2011.
Joao Pedro Azevedo ; Samuel Franco | 2006 | ISOPOVERTY: Stata module to generate data for Inequality-Poverty and Iso-Poverty curves | S456752 | 2014-05-04
> Joao Pedro Azevedo & Samuel Franco, 2006. "ISOPOVERTY: Stata module to generate data for Inequality-Poverty and Iso-Poverty curves," Statistical Software Components S456752, Boston College Department of Economics, revised 04 May 2014.
Joao Pedro Azevedo | 2006 | AINEQUAL: Stata module to compute measures of inequality | S456748 | 2007-04-13
> Joao Pedro Azevedo, 2006. "AINEQUAL: Stata module to compute measures of inequality," Statistical Software Components S456748, Boston College Department of Economics, revised 13 Apr 2007.
Frank Kleibergen ; Mark E Schaffer ; Frank Windmeijer | 2007 | RANKTEST: Stata module to test the rank of a matrix | S456865 | 2020-09-29
> Frank Kleibergen & Mark E Schaffer & Frank Windmeijer, 2007. "RANKTEST: Stata module to test the rank of a matrix," Statistical Software Components S456865, Boston College Department of Economics, revised 29 Sep 2020.
Qunyong Wang | 2020 | CHOWTEST: Stata module to perform Chow test for structural break | S458875 |
> Qunyong Wang, 2020. "CHOWTEST: Stata module to perform Chow test for structural break," Statistical Software Components S458875, Boston College Department of Economics.
David E. Clark ; Turner M. Osler ; David R. Hahn | 2009 | ICDPIC: Stata module to provide methods for translating International Classification of Diseases (Ninth Revision) diagnosis codes into standard injury categories and/or scores | S457028 | 2010-10-29
> David E. Clark & Turner M. Osler & David R. Hahn, 2009. "ICDPIC: Stata module to provide methods for translating International Classification of Diseases (Ninth Revision) diagnosis codes into standard injury categories and/or scores," Statistical Software Components S457028, Boston College Department of Economics, revised 29 Oct 2010.
John Hendrickx | 2002 | ISKO: Stata module to recode 4 digit ISCO-88 occupational codes | S425802 | 2004-10-20
> John Hendrickx, 2002. "ISKO: Stata module to recode 4 digit ISCO-88 occupational codes," Statistical Software Components S425802, Boston College Department of Economics, revised 20 Oct 2004.
Ben Jann | 2005 | MOREMATA: Stata module (Mata) to provide various functions | S455001 | 2020-12-06
> Ben Jann, 2005. "MOREMATA: Stata module (Mata) to provide various functions," Statistical Software Components S455001, Boston College Department of Economics, revised 06 Dec 2020.
Ben Jann | 2006 | VALUESOF: Stata module to return the contents of a variable in a macro | S456705 | 2008-05-26
> Ben Jann, 2006. "VALUESOF: Stata module to return the contents of a variable in a macro," Statistical Software Components S456705, Boston College Department of Economics, revised 26 May 2008.

# Book | Author-Name | Year | Title | series | publisher | Edition | Volume | Number | Month
Richard Arnott ; Tilmann Rave ; Ronnie Schöb | 2005 | Alleviating Urban Traffic Congestion | MIT Press Books | The MIT Press | 1 | 1 | RePEc:mtp:titles:0262012197 |
> Richard Arnott & Tilmann Rave & Ronnie Schöb, 2005. "Alleviating Urban Traffic Congestion," MIT Press Books, The MIT Press, edition 1, volume 1, number 0262012197.
Jeffrey M Wooldridge | 2010 | Econometric Analysis of Cross Section and Panel Data | MIT Press Books | The MIT Press | 2 | | |
> Jeffrey M Wooldridge, 2010. "Econometric Analysis of Cross Section and Panel Data," MIT Press Books, The MIT Press, edition 2.
Li Gan ; Zhichao Yin ; Jijun Tan | 2016 | Report on the Development of Household Finance in Rural China (2014) | Springer Books | Springer | 1 | | 978-981-10-0409-4 | December
> Li Gan & Zhichao Yin & Jijun Tan, 2016. "Report on the Development of Household Finance in Rural China (2014)," Springer Books, Springer, edition 1, number 978-981-10-0409-4, December.
Cahuc, Pierre ; Carcillo, Stéphane ; Zylberberg, André | 2014 | Labor Economics, second edition | MIT Press Books | The MIT Press | 2 | 1 | RePEc:mtp:titles:0262027704 | December
> Cahuc, Pierre & Carcillo, Stéphane & Zylberberg, André, 2014. "Labor Economics, second edition," MIT Press Books, The MIT Press, edition 2, volume 1, number 0262027704, December.
Robert Ilijason | 2020 | Beginning Apache Spark Using Azure Databricks | Springer Books | Springer | | | 978-1-4842-5781-4 | August
> Robert Ilijason, 2020. "Beginning Apache Spark Using Azure Databricks," Springer Books, Springer, number 978-1-4842-5781-4, August.
Helmut Lütkepohl | 2005 | New Introduction to Multiple Time Series Analysis | Springer Books | Springer | | | 978-3-540-27752-1 | December
> Helmut Lütkepohl, 2005. "New Introduction to Multiple Time Series Analysis," Springer Books, Springer, number 978-3-540-27752-1, December.
Neculai Andrei | 2022 | Modern Numerical Nonlinear Optimization | Springer Optimization and Its Applications | Springer | | | 978-3-031-08720-2 | December
> Neculai Andrei, 2022. "Modern Numerical Nonlinear Optimization," Springer Optimization and Its Applications, Springer, number 978-3-031-08720-2, December.

# Chapter | Author-Name | Year | Title | series | Editor-Name | Book-Title | Edition | Volume | Chapter | Pages | publisher
Julien Denes ; Ariane Lestrade ; Lou Richardet | 2022 | Using twitter data to measure inflation perception | IFC Bulletins chapters | Bank for International Settlements | Machine learning in central banking | | 57 | | | Bank for International Settlements
> Julien Denes & Ariane Lestrade & Lou Richardet, 2022. "Using twitter data to measure inflation perception," IFC Bulletins chapters, in: Bank for International Settlements (ed.), Machine learning in central banking, volume 57, Bank for International Settlements.
Acemoglu, Daron ; Autor, David | 2011 | Skills, Tasks and Technologies: Implications for Employment and Earnings | Handbook of Labor Economics | O. Ashenfelter ; D. Card | Handbook of Labor Economics | 1 | 4 | 12 | 1043-1171 | Elsevier
> Acemoglu, Daron & Autor, David, 2011. "Skills, Tasks and Technologies: Implications for Employment and Earnings," Handbook of Labor Economics, in: O. Ashenfelter & D. Card (ed.), Handbook of Labor Economics, edition 1, volume 4, chapter 12, pages 1043-1171, Elsevier.
"""


class Published(NamedTuple):
    """A published citation, and the text of the templates it was made from."""

    title: str
    item: str
    series: str
    citation: str


def published() -> Iterator[Published]:
    columns: list[str] = []
    kind, row = "", ""
    for line in PUBLISHED.strip().splitlines():
        if line.startswith("# "):
            kind, *columns = line[2:].split(" | ")
        elif line.startswith("> "):
            values = dict(zip(columns, [value.strip() for value in row.split("|")], strict=True))
            yield Published(values["Title"], *templates(kind, values), line[2:])
        else:
            row = line or row


def templates(kind: str, values: dict[str, str]) -> tuple[str, str]:
    """An item and its series as ReDIF has them."""
    item = f"Template-Type: ReDIF-{kind} 1.0\n"
    if kind == "Software":
        values |= {"series": "Statistical Software Components", "publisher": "Boston College Department of Economics"}
    series = f"Name: {values.pop('series')}\nProvider-Name: {values.pop('publisher')}\n"
    for name, value in values.items():
        attribute = "Handle" if value.startswith("RePEc:") else name
        item += "".join(f"{attribute}: {part}\n" for part in value.split(" ; ") if part)
    return item, series


CASES = list(published())


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_published_citations(case: Published) -> None:
    assert cited(case.item, case.series) == case.citation


def test_there_are_published_citations_of_all_types() -> None:
    assert len(CASES) >= 100
    kinds = [case.item.partition("\n")[0].removeprefix("Template-Type: ReDIF-") for case in CASES]
    assert set(kinds) == {f"{kind} 1.0" for kind in ("Article", "Paper", "Software", "Book", "Chapter")}


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        (
            "RePEc:boc:bocode:S420201",
            'Jeroen Weesie, 1999. "MMERGE: Stata module: Safer and easier to use variant of merge," Statistical Software Components S420201, Boston College Department of Economics, revised 26 Feb 2002.',
        ),
        (
            "RePEc:boc:bocode:S425802",
            'John Hendrickx, 2002. "ISKO: Stata module to recode 4 digit ISCO-88 occupational codes," Statistical Software Components S425802, Boston College Department of Economics, revised 20 Oct 2004.',
        ),
    ],
    ids=["MMERGE", "ISKO"],
)
def test_published_citations_of_real_records(corpus: Path, handle: str, expected: str) -> None:
    (item,) = (t for t in redif.templates(corpus / "registry" / "bocodex.rdf") if t.data.get("handle") == handle)
    (series,) = (t for t in redif.templates(corpus / "registry" / "bocseri.rdf") if t.data.get("handle") == "RePEc:boc:bocode")
    assert both(item, series) == expected


def test_a_real_book_that_has_editors_only(corpus: Path) -> None:
    (item,) = redif.templates(corpus / "odd" / "0262083612.rdf")
    expected = 'Timothy Hatton & Kevin O\'Rourke & Alan Taylor (ed.), 2007. "The New Comparative Economic History," The MIT Press, edition 1, volume 1, June.'
    assert citation(item.record) == expected


def test_each_real_item_has_a_citation_of_one_line(corpus: Path) -> None:
    count = 0
    for template in redif.templates(corpus):
        if template.type in ITEMS:
            told = cite(template.data)
            assert citation(template.record) == told
            assert is_one_sentence(told), told
            count += 1
    assert count > 2000


ITEMS = tuple(f"ReDIF-{kind} 1.0" for kind in ("Article", "Paper", "Software", "Book", "Chapter"))


def is_one_sentence(told: str) -> bool:
    return told.splitlines() == [told] and told.endswith(".") and not told.endswith("..")


# Whatever an item can say of itself.
FULL = {
    "Article": """\
Author-Name: Jane Doe
Author-Name: Roe, John
Title: On Parts
Journal: Journal of Parts
Volume: 6
Issue: 3
Pages: 360-374
Year: 2021
Month: September
Creation-Date: 2020-11
Publication-Status: Published
Number: 17
Handle: RePEc:aaa:series:v:6:y:2021:i:3:p:360-374
""",
    "Paper": """\
Author-Name: Jane Doe
Author-Name: Roe, John
Title: On Parts
Series: Papers on Parts
Number: 2001-17
Creation-Date: 2001-05
Revision-Date: 2003-08
Revision-Date: 2003-09-07
Revision-Date: 2002
Publication-Status: Published in Journal of Parts, vol. 6
Handle: RePEc:aaa:series:17
""",
    "Book": """\
Author-Name: Jane Doe
Author-Name: Roe, John
Editor-Name: Ann Poe
Editor-Name: Bob Coe
Title: On Parts
Series: Books on Parts
Provider-Name: Press of Parts
Provider-Name: Friends of Parts
Edition: 2
Volume: 3
Number: 17
Year: 2021
Month: 9
Publication-Date: 2020-11
Creation-Date: 2019-01
Handle: RePEc:aaa:series:0262012197
""",
    "Chapter": """\
Author-Name: Jane Doe
Author-Name: Roe, John
Editor-Name: Ann Poe
Editor-Name: Bob Coe
Title: On Parts
Series: Books on Parts
Book-Title: The Whole
Provider-Name: Press of Parts
Edition: 2
Volume: 3
Chapter: 12
Pages: 1043-1171
Year: 2021
Month: September
Handle: RePEc:aaa:series:3-12
""",
}
FULL["Software"] = FULL["Paper"].replace("Publication-Status: Published in Journal of Parts, vol. 6\n", "")
WHOLE = "Name: Series of Wholes\nProvider-Name: Press of Wholes\n"

PAPER = 'Jane Doe & Roe, John, 2001. "On Parts," Papers on Parts 2001-17, Press of Wholes, revised 07 Sep 2003.'
PAPER_WITHOUT = {
    "": PAPER,
    "Author-Name": '2001. "On Parts," Papers on Parts 2001-17, Press of Wholes, revised 07 Sep 2003.',
    "Title": "Jane Doe & Roe, John, 2001. Papers on Parts 2001-17, Press of Wholes, revised 07 Sep 2003.",
    "Series": 'Jane Doe & Roe, John, 2001. "On Parts," Series of Wholes 2001-17, Press of Wholes, revised 07 Sep 2003.',
    "Series, its Name": 'Jane Doe & Roe, John, 2001. "On Parts," 2001-17, Press of Wholes, revised 07 Sep 2003.',
    "Number": 'Jane Doe & Roe, John, 2001. "On Parts," Papers on Parts 17, Press of Wholes, revised 07 Sep 2003.',
    "Number, Handle": 'Jane Doe & Roe, John, 2001. "On Parts," Papers on Parts, Press of Wholes, revised 07 Sep 2003.',
    "Series, Number, Handle, its Name": 'Jane Doe & Roe, John, 2001. "On Parts," Press of Wholes, revised 07 Sep 2003.',
    "Creation-Date": 'Jane Doe & Roe, John, "undated". "On Parts," Papers on Parts 2001-17, Press of Wholes, revised 07 Sep 2003.',
    "Author-Name, Creation-Date": '"undated". "On Parts," Papers on Parts 2001-17, Press of Wholes, revised 07 Sep 2003.',
    "Revision-Date": 'Jane Doe & Roe, John, 2001. "On Parts," Papers on Parts 2001-17, Press of Wholes.',
    "its Provider-Name": 'Jane Doe & Roe, John, 2001. "On Parts," Papers on Parts 2001-17, revised 07 Sep 2003.',
    "Series, Number, Revision-Date, Handle, its Name, its Provider-Name": 'Jane Doe & Roe, John, 2001. "On Parts".',
    "Title, Series, Number, Revision-Date, Handle, its Name, its Provider-Name": "Jane Doe & Roe, John, 2001.",
    "Handle": PAPER,
    "its Name": PAPER,
}
ARTICLE = 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, vol. 6(3), pages 360-374, September.'
BOOK = 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.'
CHAPTER = 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.'
WITHOUT = {
    "Paper": {**PAPER_WITHOUT, "Publication-Status": PAPER},
    "Software": PAPER_WITHOUT,
    "Article": {
        "": ARTICLE,
        "Author-Name": '2021. "On Parts," Journal of Parts, Press of Wholes, vol. 6(3), pages 360-374, September.',
        "Title": "Jane Doe & Roe, John, 2021. Journal of Parts, Press of Wholes, vol. 6(3), pages 360-374, September.",
        "Journal": 'Jane Doe & Roe, John, 2021. "On Parts," Series of Wholes, Press of Wholes, vol. 6(3), pages 360-374, September.',
        "Journal, its Name": 'Jane Doe & Roe, John, 2021. "On Parts," Press of Wholes, vol. 6(3), pages 360-374, September.',
        "its Provider-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, vol. 6(3), pages 360-374, September.',
        "Volume": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, issue 3, pages 360-374, September.',
        "Issue": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, vol. 6, pages 360-374, September.',
        "Volume, Issue": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, pages 360-374, September.',
        "Pages": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, vol. 6(3), September.',
        "Month": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, vol. 6(3), pages 360-374.',
        "Year": 'Jane Doe & Roe, John, 2020. "On Parts," Journal of Parts, Press of Wholes, vol. 6(3), pages 360-374, September.',
        "Year, Creation-Date": 'Jane Doe & Roe, John, 2021. "On Parts," Journal of Parts, Press of Wholes, vol. 6(3), pages 360-374, September.',
        "Creation-Date": ARTICLE,
        "Publication-Status": ARTICLE,
        "Number": ARTICLE,
        "Handle": ARTICLE,
        "its Name": ARTICLE,
    },
    "Book": {
        "": BOOK,
        "Author-Name": 'Ann Poe & Bob Coe (ed.), 2021. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.',
        "Author-Name, Editor-Name": '2021. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.',
        "Title": "Jane Doe & Roe, John, 2021. Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.",
        "Series": 'Jane Doe & Roe, John, 2021. "On Parts," Series of Wholes, Press of Parts, edition 2, volume 3, number 17, September.',
        "Series, its Name": 'Jane Doe & Roe, John, 2021. "On Parts," Press of Parts, edition 2, volume 3, number 17, September.',
        "Provider-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Wholes, edition 2, volume 3, number 17, September.',
        "Provider-Name, its Provider-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, edition 2, volume 3, number 17, September.',
        "Edition": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Parts, volume 3, number 17, September.',
        "Volume": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Parts, edition 2, number 17, September.',
        "Number": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 0262012197, September.',
        "Number, Handle": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, September.',
        "Month": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17.',
        "Year": 'Jane Doe & Roe, John, 2020. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.',
        "Year, Month": 'Jane Doe & Roe, John, 2020. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, November.',
        "Year, Publication-Date": 'Jane Doe & Roe, John, 2019. "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.',
        "Year, Publication-Date, Creation-Date": 'Jane Doe & Roe, John, "undated". "On Parts," Books on Parts, Press of Parts, edition 2, volume 3, number 17, September.',
        "Editor-Name": BOOK,
        "Publication-Date": BOOK,
        "Creation-Date": BOOK,
        "Handle": BOOK,
        "its Name": BOOK,
        "its Provider-Name": BOOK,
    },
    "Chapter": {
        "": CHAPTER,
        "Author-Name": '2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Author-Name, Editor-Name": '2021. "On Parts," Books on Parts, in: The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Editor-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Title": "Jane Doe & Roe, John, 2021. Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.",
        "Series": 'Jane Doe & Roe, John, 2021. "On Parts," Series of Wholes, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Series, its Name": 'Jane Doe & Roe, John, 2021. "On Parts," in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Book-Title": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Book-Title, Editor-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Provider-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Wholes.',
        "Provider-Name, its Provider-Name": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171.',
        "Edition": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Volume": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, chapter 12, pages 1043-1171, Press of Parts.',
        "Chapter": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, pages 1043-1171, Press of Parts.',
        "Pages": 'Jane Doe & Roe, John, 2021. "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, Press of Parts.',
        "Year": 'Jane Doe & Roe, John, "undated". "On Parts," Books on Parts, in: Ann Poe & Bob Coe (ed.), The Whole, edition 2, volume 3, chapter 12, pages 1043-1171, Press of Parts.',
        "Month": CHAPTER,
        "Handle": CHAPTER,
        "its Name": CHAPTER,
        "its Provider-Name": CHAPTER,
    },
}


def less(text: str, names: list[str]) -> str:
    """A template without the attributes of these names."""
    return "".join(line for line in text.splitlines(keepends=True) if line.partition(":")[0] not in names)


@pytest.mark.parametrize(
    ("kind", "missing", "expected"),
    [
        pytest.param(kind, missing, expected, id=f"{kind} without {missing or 'nothing'}")
        for kind, cases in WITHOUT.items()
        for missing, expected in cases.items()
    ],
)
def test_what_is_missing_is_left_out(kind: str, missing: str, expected: str) -> None:
    names = missing.split(", ")
    item = f"Template-Type: ReDIF-{kind} 1.0\n{less(FULL[kind], names)}"
    series = less(WHOLE, [name.removeprefix("its ") for name in names if name.startswith("its ")])
    assert cited(item, series) == expected


def test_each_part_is_left_out_once() -> None:
    for kind, text in FULL.items():
        names = {line.partition(":")[0] for line in text.splitlines()}
        assert names | {"its Name", "its Provider-Name"} <= set(WITHOUT[kind]), kind


def test_everything_missing() -> None:
    for kind in ITEMS:
        assert cite({"template_type": kind}) == '"undated".'


def article(text: str) -> str:
    (template,) = redif.parse(f"Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Doe\n{text}").templates
    assert citation(template.record) == cite(template.data)
    return cite(template.data)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("On Parts.", '"On Parts," J.'),
        ("On Parts...", '"On Parts...," J.'),
        ("On Parts?", '"On Parts?," J.'),
        ("On Parts!", '"On Parts!," J.'),
        ("On Parts in the U.S.", '"On Parts in the U.S," J.'),
        ('On "Parts"', '"On "Parts"," J.'),
        (".", "J."),
    ],
)
def test_how_a_title_ends(title: str, expected: str) -> None:
    assert article(f"Title: {title}\nYear: 2021\nJournal: J\n") == f"Jane Doe, 2021. {expected}"


@pytest.mark.parametrize(("title", "expected"), [("On Parts.", '"On Parts".'), ("Why?", '"Why?".'), ("So...", '"So...".')])
def test_a_title_that_nothing_follows(title: str, expected: str) -> None:
    assert article(f"Title: {title}\nYear: 2021\n") == f"Jane Doe, 2021. {expected}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("9", "September"),
        ("09", "September"),
        ("12", "December"),
        ("Diciembre", "December"),
        ("²", "February"),
    ],
)
def test_a_month_by_number_is_named(written: str, expected: str) -> None:
    assert article(f"Title: On Parts\nYear: 2021\nMonth: {written}\n") == f'Jane Doe, 2021. "On Parts," {expected}.'


@pytest.mark.parametrize("written", ["13", "0", "-0", "009", pytest.param("9" * 5000, id="more digits than are made a number")])
def test_a_number_that_is_no_month_is_not_printed(written: str) -> None:
    assert article(f"Title: On Parts\nYear: 2021\nMonth: {written}\n") == 'Jane Doe, 2021. "On Parts".'


@pytest.mark.parametrize(("written", "expected"), [("2003/2004", "2003/2004"), ("2003-04.", "2003-04"), (".", "2002")])
def test_a_year_as_text(written: str, expected: str) -> None:
    attributes = f"Title: On Parts\nYear: {written}\nCreation-Date: 2002\nIssue: 1\n"
    assert article(attributes) == f'Jane Doe, {expected}. "On Parts," issue 1.'


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("Publication-Status: Forthcoming in Journal of Parts\n", "Journal of Parts, forthcoming."),
        ("Publication-Status: forthcoming\nMonth: May\n", "Journal of Parts, May, forthcoming."),
        ("Publication-Status: Forthcoming\nVolume: 6\n", "Journal of Parts, vol. 6."),
        ("Publication-Status: Forthcoming\nPages: 1-9\n", "Journal of Parts, pages 1-9."),
        ("Publication-Status: Published\n", "Journal of Parts."),
    ],
)
def test_an_article_that_is_forthcoming(attributes: str, expected: str) -> None:
    assert (
        article(f"Title: On Parts\nYear: 2021\nJournal: Journal of Parts\n{attributes}")
        == f'Jane Doe, 2021. "On Parts," {expected}'
    )


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2003-09-07"], "07 Sep 2003"),
        (["2003-09"], "Sep 2003"),
        (["2003"], "2003"),
        (["2004", "2003-12-31"], "2004"),
        (["2003-05-02", "2003-05"], "02 May 2003"),
        (["20030907", "200211"], "07 Sep 2003"),
        (["some day", "2003-01"], "Jan 2003"),
    ],
)
def test_the_last_revision_is_named(dates: list[str], expected: str) -> None:
    revised = "".join(f"Revision-Date: {date}\n" for date in dates)
    item = f"Template-Type: ReDIF-Paper 1.0\nTitle: On Parts\nCreation-Date: 2001\n{revised}"
    assert cited(item, WHOLE) == f'2001. "On Parts," Series of Wholes, Press of Wholes, revised {expected}.'


def test_a_revision_that_is_no_date_is_passed_over() -> None:
    data = {"template_type": "ReDIF-Paper 1.0", "title": "On Parts", "revision_dates": ["some day", "2003-01"]}
    assert cite(data) == '"undated". "On Parts," revised Jan 2003.'
    assert cite({**data, "revision_dates": ["some day"]}) == '"undated". "On Parts".'


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [("Parts, Inc.", "Parts, Inc."), ("Parts", "Parts."), ("Parts...", "Parts."), ("Parts . .", "Parts.")],
)
def test_one_full_stop_at_the_end(publisher: str, expected: str) -> None:
    item = "Template-Type: ReDIF-Paper 1.0\nTitle: On Parts\nCreation-Date: 2001\nNumber: 1\n"
    assert cited(item, f"Name: Papers\nProvider-Name: {publisher}\n") == f'2001. "On Parts," Papers 1, {expected}'


def test_a_number_from_a_handle_keeps_its_colons() -> None:
    item = "Template-Type: ReDIF-Paper 1.0\nTitle: On Parts\nCreation-Date: 2001\nHandle: RePEc:aaa:series:2001:17\n"
    assert cited(item, WHOLE) == '2001. "On Parts," Series of Wholes 2001:17, Press of Wholes.'


def test_a_name_in_parts_is_put_together() -> None:
    data = {"template_type": "ReDIF-Paper 1.0", "authors": [{"name_first": "Jane", "name_last": "Doe"}, {"email": "a@b.org"}]}
    assert cite(data) == 'Jane Doe, "undated".'
    assert citation(MODELS["redif-paper 1.0"].model_validate(data)) == 'Jane Doe, "undated".'


def test_what_is_given_goes_before_what_is_joined() -> None:
    data = {
        "template_type": "ReDIF-Paper 1.0",
        "title": "On Parts",
        "joined": {"series": {"name": "Joined", "provider": "Here"}},
    }
    assert cite(data) == '"undated". "On Parts," Joined, Here.'
    assert cite(data, {"name": "Given"}) == '"undated". "On Parts," Given.'
    assert cite({**data, "joined": {"series": None}}) == '"undated". "On Parts".'


def test_no_line_end_comes_out() -> None:
    data = {"template_type": "ReDIF-Paper 1.0", "title": "On\nParts", "authors": [{"name": "Jane\r\nDoe"}], "number": "1\n"}
    assert cite(data) == 'Jane Doe, "undated". "On Parts," 1.'


def test_only_items_have_a_citation() -> None:
    (series,) = redif.parse(SERIES).templates
    with pytest.raises(ValueError, match=r"ReDIF-Series 1\.0 is not a paper, article, book, chapter or software"):
        citation(series.record)
    with pytest.raises(ValueError, match="is not a paper"):
        cite({})


# Any text on one line that has no white space but single blanks.
texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], include_characters=" ."), max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
people = st.lists(st.fixed_dictionaries({"name": texts}), min_size=1, max_size=3)
years = st.integers(0, 9999)
dates = st.one_of(years.map("{:04}".format), st.dates().map(lambda date: f"{date}"), st.dates().map(lambda date: f"{date}"[:7]))
strategies: dict[str, st.SearchStrategy[Any]] = {
    "authors": people, "editors": people, "providers": people, "year": years, "creation_date": dates, "publication_date": dates,
    "revision_dates": st.lists(dates, min_size=1, max_size=3), "month": st.one_of(texts, st.integers(0, 13).map(str)),
    "publication_status": st.one_of(texts, st.just("Forthcoming")), "handle": texts.map("RePEc:aaa:series:{}".format),
    "unparsed": st.fixed_dictionaries({"Year": st.lists(texts, min_size=1, max_size=2)}),
}  # fmt: skip
parts = ["title", "number", "journal", "series", "volume", "issue", "pages", "edition", "chapter", "book_title"]


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """An item as plain data, with any of the parts that its type has."""
    kind = draw(st.sampled_from(ITEMS))
    held = MODELS[kind.lower()].model_fields
    optional = {name: strategies.get(name, texts) for name in (*strategies, *parts) if name in held}
    return {"template_type": kind, **draw(st.fixed_dictionaries({}, optional=optional))}


@given(items(), st.fixed_dictionaries({}, optional={"name": texts, "providers": people}))
@example({"template_type": "ReDIF-Paper 1.0", "authors": [{"name": "A;B"}]}, {})
def test_any_item_has_a_citation(data: dict[str, Any], whole: dict[str, Any]) -> None:
    known = {"name": whole.get("name"), "provider": whole.get("providers", [{}])[0].get("name")}
    told = cite(data, known)
    assert is_one_sentence(told)
    assert data.get("title", "").rstrip(" .") in told
    # A;A is two people, as a text with a semicolon or the like between two others is.
    assert all(full_name(person) in told for person in each_person(data.get("authors")))
    record = record_of(data)
    series = record_of({"template_type": "ReDIF-Series 1.0", **whole})
    assert isinstance(series, Series)
    assert citation(record, series) == told
    assert citation(record) == cite(data)
