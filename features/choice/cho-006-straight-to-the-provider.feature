@choice
Feature: Straight to the provider
  Whoever has chosen is handed over, without a detour that others are spared.

  @CHO-006 @must @binds-platform @binds-provider
  Rule: CHO-006 Handing the user to a provider MUST open it directly, with no extra steps, copying or warnings that other providers do not get
    Source: MIIT21 · AUCL art. 12      Basis: rule (by analogy)
    What the source says: links of one kind are shown and opened in one way, directly, without extra steps and without
    copying by hand. It speaks of links inside apps.
    Our reading: the way from the payer's confirmation to the provider's own page, or to a code to scan, has the same
    pages, redirects, copying and warnings for every provider.

    @CHO-006.1
    Scenario Outline: No detour and no warning for one alone
      Given a merchant who accepts every provider
      And the payer reads <language>
      When a payer on a <device> goes as far as each provider for ¥128.50
      Then every provider was opened as directly as the other
      And nobody was warned of one provider alone

      Examples:
        | device  | language |
        | desktop | Chinese  |
        | desktop | English  |
        | phone   | Chinese  |
