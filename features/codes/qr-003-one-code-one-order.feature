@codes
Feature: One code, one order
  A payer's code is good for one order and for a short time.

  @QR-003 @must @binds-provider
  Rule: QR-003 A payer code MUST serve one order only, even if that use failed, and expire by its profile; a retry of the same order is idempotent
    Source: ALI, payer codes · BAR242      Basis: provider document
    Our reading: the last instant of its life counts as within it; a repeated charge may be answered by the same result or refused as a duplicate.

    @QR-003.1
    Scenario: One code for two orders
      Given wallets that recognise the codes of one another
      When a till reads one code of every wallet for two orders
      Then each code has served one order only

    @QR-003.2
    Scenario: The first order came to nothing
      Given wallets that recognise the codes of one another
      When a code of every wallet whose payer gave up is read for another order
      Then each code has served one order only

    @QR-003.3
    Scenario: Two tills at once, and a merchant of another scheme
      Given wallets that recognise the codes of one another
      When two tills read one code of every wallet at once
      And a code of every wallet is read by its own merchant and then by one of another scheme
      Then each code has served one order only

    @QR-003.4
    Scenario: The last instant, and the one after it
      Given wallets that recognise the codes of one another
      When a code of every wallet is read in the last instant of its life
      And a code of every wallet is read one instant after its life
      Then each code was read within its life, and not after it

    @QR-003.5
    Scenario: The same order again
      Given wallets that recognise the codes of one another
      When a till reads one code of every wallet for the same order again
      Then each of these orders was charged once, and is found as paid
