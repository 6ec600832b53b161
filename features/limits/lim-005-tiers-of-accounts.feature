@limits
Feature: Tiers of accounts
  How thoroughly a holder was checked decides how much the account may pay.

  @LIM-005 @must @binds-provider
  Rule: LIM-005 Account tiers MUST hold for balance payments: I 1 000 in all with own-bank transfers, II 100 000 and III 200 000 a year, own-bank transfers apart
    Source: NET43 art. 11      Basis: rule
    What the source says: class I, one remote check, 1 000 in total; II, three checks, 100 000 a year; III, five, 200 000.
    Our reading: a year is a calendar year in Beijing; a holder who is checked better keeps what was used.

    @LIM-005.1
    Scenario: A holder who was checked once
      Given a payer whose account at Alipay is of tier I and pays from the balance
      When the payer tries to pay ¥600.00 with Alipay
      And the payer moves ¥400.00 to the own bank account at Alipay
      And the payer tries to pay ¥0.01 with Alipay
      Then the tier of the account holds

    @LIM-005.2
    Scenario: Transfers to the own bank count in the lowest tier only
      Given a payer whose account at Alipay is of tier II and pays from the balance
      When the payer moves ¥50,000.00 to the own bank account at Alipay
      And the payer tries to pay ¥50,000.00 with Alipay, 2 times
      And the payer tries to pay ¥0.01 with Alipay
      Then the tier of the account holds

    @LIM-005.3 @no-books
    Scenario: A new year, and a better check in the middle of it
      Given a payer whose account at Alipay is of tier II and pays from the balance
      When the payer tries to pay ¥50,000.00 with Alipay, 3 times
      And the next year has come
      And the payer tries to pay ¥50,000.00 with Alipay, 3 times
      And the account at Alipay becomes one of tier III
      And the payer tries to pay ¥50,000.00 with Alipay, 3 times
      Then the tier of the account holds
