"""Runs a program in a terminal of its own and answers one question.

Usage: answer.py QUESTION ANSWER PROGRAM [ARGUMENT...]

Prints what the program showed, and ends with its exit status.
"""
import os
import pty
import sys

question, answer, program = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.execv(program[0], program)
shown = b""
answered = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # Linux says EIO when the other side is closed.
        break
    if not piece:
        break
    shown += piece
    if not answered and question in shown:
        os.write(terminal, answer + b"\n")
        answered = True
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
