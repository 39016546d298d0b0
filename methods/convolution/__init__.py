"""Convolution layers: correlation and its gradients, kernels, pooling, receptive fields, moved images."""
