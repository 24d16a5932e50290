"""Image classifiers as others trained them, judged on folders of images as ImageNet's are."""
