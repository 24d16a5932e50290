"""The agent: dynamics, environment, rewards, strategies and trainings.

Importing this package registers the environment `pwlact/SegmentPoints-v0` where gymnasium is installed.
"""

from pwlact.rl.registration import register

register()
