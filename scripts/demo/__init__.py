"""The demo company's raw tables, written by a program: a small world is played through, then turned into rows.

What stands where:

    basics      the time the data cover, and chance
    site, campaigns, entries, market, marketing, crm
                what there is to begin with: pages, campaigns, ways into the site, names, mails and ads, pipelines
    records     what comes into being: companies, visitors, contacts, events, deals, mails, calls
    world       how something happens: a visit, a form, a deal, a mail
    ordinary    the ordinary course of things on the site and in the CRM
    channels/   what goes with it elsewhere, a module a channel: mails, ads and posts, events, sales, programmes
    planted/    the cases that a rule exists for, a module a topic
    play        all of that in its order; then everything gets its id, in the order of time
    tables/     one function a table, from the world to rows
    dirt        the rows that the quarantine is there for
    files, readme
                seeds/demo/<table>.csv, and the lists in seeds/demo/README.md

To add a planted case: write a function in the module of its topic and add it at the end of PLANTED_CASES, so
that the chance of the others stays as it is. Ids follow time: cases in 2026 leave those of 2025, which the
documentation names, where they are. To add a table: write its function in tables/ and add a Table to
TABLES; where it needs chance, give it a Dice of its own.
"""

from .files import differing, render

__all__ = ["differing", "render"]
