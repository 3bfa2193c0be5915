"""Tables on pages with a geometry: found by how cells stand, written so that a cell names its column."""
