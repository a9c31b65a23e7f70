"""Worker processes that read a stranger's bytes, so that these cost at most a worker.

The room knows no reader: a worker loads the module whose name it is told.
"""

from intake.config import Config, load_lexicon
from intake.sandbox.confinement import CALLS, FILES, LAYERS, NETWORK, PROCESSES
from intake.sandbox.conversions import converter_of, is_confined
from intake.sandbox.jobs import Result
from intake.sandbox.pool import Sandbox

__all__ = [
    "CALLS",
    "FILES",
    "LAYERS",
    "NETWORK",
    "PROCESSES",
    "Result",
    "Sandbox",
    "converter_of",
    "is_confined",
    "sandbox_of",
]


def sandbox_of(config: Config) -> Sandbox:
    """Make the sandbox in which mails are read, as the operator decided; ConfigError for word lists that cannot be."""
    sandbox = Sandbox(load_lexicon(config.lexicon), config.limits, config.workers)
    return sandbox.converting(converter_of(config))
