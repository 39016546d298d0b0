import re

words = "the cat sat on the mat"
digit = "0" * 64
many = 5
seed = 0

answer = {
    "words": len(re.findall("[^ .,!?]+|[.,!?]", words)),
    "ink": sum(int(each, 16) for each in digit),
}
