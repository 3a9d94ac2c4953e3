"""Load the demo's simulated people into an empty database."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from programme import demo


class Command(BaseCommand):
    """Safe to repeat: what is there already stays."""

    help = "Load simulated organisations, people and 30 weeks of their work."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed."""
        parser.add_argument("--seed", type=int, default=demo.SEED)

    def handle(self, *, seed: int, **options: object) -> None:
        """Load, or say why not."""
        try:
            loaded = demo.load(now=timezone.now(), seed=seed)
        except ValidationError as refused:
            raise CommandError(refused.messages[0]) from refused
        if loaded:
            self.stdout.write("The demo is loaded. Everybody in it is invented.")
        else:
            self.stdout.write("The demo is here already and was kept as it is.")
