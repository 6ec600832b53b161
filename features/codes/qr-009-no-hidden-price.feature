@codes
Feature: No hidden price
  That wallets read one another's codes costs nobody more than is said, and changes no code on any counter.

  @QR-009 @must @binds-provider @binds-clearing
  Rule: QR-009 Recognition MUST add no undisclosed fee, need no new merchant code, and clear as ROUTE-001
    Source: NBPI art. 30, art. 34 · BAR296      Basis: law
    Our reading: that no new code is needed follows from what the market announced, not from the law.

    @QR-009.1
    Scenario Outline: The price, the disclosed fee and nothing else
      Given wallets that recognise the codes of one another
      When payers and merchants try one another's codes for <amount>
      Then payers have paid the price and the disclosed fee, and payees have got the price
      And each of these payments was cleared between the two schemes

      Examples:
        | amount    |
        | ¥0.01     |
        | ¥128.50   |
        | ¥4,999.99 |

    @QR-009.2
    Scenario: A code from before
      Given a merchant whose codes of every scheme were printed before
      When the wallets come to recognise the codes of one another
      And payers of other wallets pay by the printed codes
      Then no merchant needed a new code
      And payers have paid the price and the disclosed fee, and payees have got the price
