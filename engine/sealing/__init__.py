"""What the kernel is asked to keep a process from: Landlock, filters of system calls, core files. Who asks
for what stands in `engine.workers` and `engine.provision`.
"""
