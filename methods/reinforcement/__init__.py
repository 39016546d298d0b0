"""Learning from rewards: grid worlds, their exact values, Q-learning, and a linear bandit."""
