"""Who speaks: a voice as a point, and sentences told apart by their voices.

`voices.Voices` gives the point of a sound with CAM++ (Wang et al., arXiv:2303.00332) on ONNX Runtime,
`apart.speakers` the number of the speaker of each sentence.
"""
