"""Annexes with findings: workbook → layout → columns → checks → plan. Nothing here writes; ``directives.services.importing`` commits.

Source of the rules: the contract of ``import_findings``.
"""
