"""A kernel on a picture, and a map learned from ten digits, with numpy, scipy and scikit-learn."""

import numpy as np
from scipy.signal import correlate2d
from sklearn.datasets import load_digits

place = 15
picture = "one"
drawing = "0" * 64
kernel = "sobel_x"
flip = False
stride = 1
padding = 0
border = "zero"
dilation = 1
noise = 0.1  # only in a figure
shift = 1
pool = "max"
layers = 20
growth = "same"
seed = 0

images, y = load_digits(return_X_y=True)
images = images.reshape(-1, 8, 8)
named = "zero one two three four five six seven eight nine".split()
if picture == "drawn":
    x = np.array([int(digit, 16) for digit in drawing], float).reshape(8, 8)
else:
    rows = np.flatnonzero(y == named.index(picture))
    x = images[rows[seed % len(rows)]]
sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
K = {
    "sobel_x": sobel,
    "sobel_y": sobel.T,
    "laplacian": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "box": np.ones((3, 3)) / 9,
    "gauss": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
}[kernel]
K = K[::-1, ::-1] if flip else K

wider = np.pad(x, padding, mode={"zero": "constant"}.get(border, border))
apart = np.zeros((2 * dilation + 1, 2 * dilation + 1))
apart[::dilation, ::dilation] = K
response = correlate2d(wider, apart, mode="valid")[::stride, ::stride]
index = int(np.floor((place - 1) * (response.size - 1) / 35 + 0.5))

# What the kernel makes of noise, alone and after smoothing: pictures of clothes are drawn before it.
rng = np.random.default_rng(seed)
rng.permutation(2000)
stray = rng.standard_normal((50, 28, 28))
gauss = np.outer([1, 2, 1], [1, 2, 1]) / 16
alone = np.array([correlate2d(each, K, mode="valid") for each in stray])
smoothed = [correlate2d(each, gauss, mode="valid") for each in stray]
smoothed = np.array([correlate2d(each, K, mode="valid") for each in smoothed])

apart = [(1, 2, 4, 8)[i % 4] if growth == "doubling" else 1 for i in range(layers)]

canvas = np.zeros((22, 22))
canvas[7:15, 7 + shift : 15 + shift] = x
z = np.maximum(correlate2d(canvas, K, mode="valid").round(9), 0)
if pool == "blurred":
    z = np.pad(z, (0, 1))
    z = np.max([z[:-1, :-1], z[1:, :-1], z[:-1, 1:], z[1:, 1:]], axis=0)
    small = correlate2d(z, np.outer([1, 2, 1], [1, 2, 1]) / 16, mode="same")[::2, ::2]
else:
    small = z.reshape(10, 2, 10, 2)
    small = small.max((1, 3)) if pool == "max" else small.mean((1, 3))

rng = np.random.default_rng(seed)
rows = rng.permutation(len(images))
known, fresh = images[rows[:200]], images[rows[-500:]]


def maps(each):
    """Sobel's map of each image."""
    return np.array([correlate2d(image, sobel, mode="valid") for image in each])


noisy, truth = maps(known) + rng.normal(0, 1, (200, 6, 6)), maps(fresh)
known, noisy = known[:10], noisy[:10]


def windows(each):
    """All windows of 3 x 3, a row each."""
    return np.lib.stride_tricks.sliding_window_view(each, (3, 3), axis=(1, 2)).reshape(-1, 9)


nine = np.linalg.lstsq(windows(known), noisy.ravel(), rcond=None)[0]
dense = np.linalg.lstsq(known.reshape(10, -1), noisy.reshape(10, -1), rcond=None)[0]
told = (windows(fresh) @ nine).reshape(truth.shape)
told_densely = (fresh.reshape(500, -1) @ dense).reshape(truth.shape)

answer = {
    "response": response.ravel()[index],
    "largest": response.max(),
    "smallest": response.min(),
    "rows": len(response),
    "receptive_field": 1 + 2 * sum(apart),
    "pooled_sum": small.sum(),
    "noise_gain": np.sqrt((alone**2).mean()),
    "noise_gain_smoothed": np.sqrt((smoothed**2).mean()),
    "nine_weights_error": np.sqrt(((told - truth) ** 2).mean()) / truth.std(),
    "dense_error": np.sqrt(((told_densely - truth) ** 2).mean()) / truth.std(),
}
print(answer)
