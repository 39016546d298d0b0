hero = "network"
step = 20
rate = 0.4
seed = 0

answer = {"loss": 0.0}
