"""Documents held against a policy: a row for each, with its scores and the places that speak for them."""
