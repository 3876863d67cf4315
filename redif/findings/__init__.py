"""What is found: findings, their codes, and how messages put things."""
