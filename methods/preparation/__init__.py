"""What is done to data before a model sees them: missing values, encoding, scaling, splitting."""
