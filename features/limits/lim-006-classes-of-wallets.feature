@limits
Feature: Classes of wallets
  A wallet of the digital renminbi may pay and hold more, the better its holder is known.

  @LIM-006 @must @binds-provider
  Rule: LIM-006 e-CNY payments MUST keep the wallet class's per-payment, per-day and balance limits in force on the day
    Source: ECNY21      Basis: unconfirmed
    What the source says: the least known class pays 2 000 at once, 5 000 a day and holds 10 000; a bank-linked one more.
    Our reading: the limits of the day's dated table; what is exactly at a limit passes. The figures of class III and whether
    the change of 2026 moved any of them are not confirmed, so the rule has no label of a source.

    @LIM-006.1
    Scenario Outline: At once, up to the limit and not a fen more
      Given a payer whose e-CNY wallet is of class <class>
      When the payer tries to pay <limit> from that wallet
      And the payer tries to pay <one fen more> from that wallet
      Then the limits of the class hold

      Examples:
        | class | limit      | one fen more |
        | IV    | ¥2,000.00  | ¥2,000.01    |
        | III   | ¥5,000.00  | ¥5,000.01    |
        | II    | ¥50,000.00 | ¥0.01        |
        | I     | ¥50,000.00 | ¥50,000.00   |

    @LIM-006.2
    Scenario Outline: In a day, and again on the next
      Given a payer whose e-CNY wallet is of class <class>
      When the payer tries to pay <amount> from that wallet, <times> times
      And the payer tries to pay ¥0.01 from that wallet
      And the next day has come
      And the payer tries to pay <amount> from that wallet
      Then the limits of the class hold

      Examples:
        | class | amount     | times |
        | IV    | ¥1,250.00  | 4     |
        | III   | ¥5,000.00  | 2     |
        | II    | ¥50,000.00 | 2     |

    @LIM-006.3
    Scenario: What a wallet may hold
      Given a payer whose e-CNY wallet is of class I
      And a merchant who collects into a personal wallet of class IV
      When the payer tries to pay ¥10,000.00 from that wallet
      And the payer tries to pay ¥0.01 from that wallet
      Then the limits of the class hold
