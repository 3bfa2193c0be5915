"""Speech to text: what is said in a sound, its words with their times and how surely each was heard.

`hearer.HearerProcess` is an `engine.protocols.Hearer` in a process of its own: samples in (float32, one
channel, `RATE` a second), sentences out as they are known. `listening.Listener` is the same in this process,
for one that is sealed anyway and reads a recording; `decoding.Recording` gives a file's samples by pieces.
The model is Whisper's (Radford et al., arXiv:2212.04356) in CTranslate2's form: a folder of
`listening.FILES`.
"""

RATE = 16_000  # samples a second
