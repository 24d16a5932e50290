"""A scikit-learn regressor by piecewise-linear least squares."""
