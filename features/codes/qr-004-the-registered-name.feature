@codes
Feature: The registered name
  Before anybody confirms, the wallet names the merchant as the merchant's own acquirer has registered it.

  @QR-004 @must @binds-provider @binds-clearing
  Rule: QR-004 The scanning wallet MUST show the merchant name registered by the acquirer, and stop on mismatch
    Source: ATFL art. 19 · NBPI art. 25      Basis: law (by analogy)
    Our reading: what a code says of its merchant counts for nothing but a comparison.

    @QR-004.1
    Scenario: Every wallet, every scheme
      Given wallets that recognise the codes of one another
      When payers of every wallet look at printed codes and at codes of orders
      Then every page to confirm shows the registered name of the merchant

    @QR-004.2
    Scenario Outline: The code names somebody else
      Given wallets that recognise the codes of one another
      When payers of every wallet look at a printed code that names "<name>"
      Then no wallet goes on with a name that differs from the register

      Examples:
        | name         |
        | 清风荼馆     |
        | 晓月书店     |
        | Tea Hоuse    |

    @QR-004.3
    Scenario: A payment across two schemes names the same merchant
      Given wallets that recognise the codes of one another
      When payers and merchants try one another's codes
      Then every page to confirm shows the registered name of the merchant
