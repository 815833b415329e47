"""The timing models by name, in words; without numpy, so that the help of the command line costs nothing."""

from typing import Final

IMPLANTS: Final = {
    "cobalt": "Cobalt Strike: the period shortened by up to the jitter",
    "sliver": "Sliver: the period lengthened by up to the jitter",
    "mythic": "Mythic: the period shortened or lengthened by up to the jitter",
    "havoc": "Havoc: as mythic",
    "poshc2": "PoshC2: as mythic",
    "empire": "Empire: as mythic, in whole seconds",
    "merlin": "Merlin: the period lengthened by up to 3 s, whatever the jitter",
    "meterpreter": "Meterpreter: ramps up to the period, whatever the jitter",
    "cron": "cron and other schedulers: on the clock, late by up to the jitter",
}
"""What each model of `synthetic.MODELS` does with period and jitter."""

JITTERLESS: Final = frozenset(("merlin", "meterpreter"))
"""The models that ignore the jitter."""
