"""Networks of layers: what flows forward, what comes back, and how they are trained.

Every function takes leading axes: seeds, snapshots along a training or scales at once are the first axes
of the weights. Weights are input x output, as in scikit-learn and Keras (in PyTorch output x input).
"""
