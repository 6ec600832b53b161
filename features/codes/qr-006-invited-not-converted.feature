@codes
Feature: Invited, not converted
  Who sells by a personal code is offered another one, and decides alone.

  @QR-006 @must @binds-provider
  Rule: QR-006 A person who evidently trades MUST be invited to a merchant or personal-business code, never converted silently
    Source: TERM259 · PCAC22      Basis: rule
    Our reading: which pattern of receipts is evident trade is a declared number of the wallet; the invitation stands on the page of the own code.

    @QR-006.1
    Scenario: The receipt that makes it evident
      Given persons who receive money by code
      When each of them gets 9 receipts of several payers in a day
      And each of them looks at the own code
      And each of them gets 1 receipts of several payers in a day
      And each of them looks at the own code
      Then whoever evidently trades is invited to another code, and nobody else
      And no code has become another kind without its owner

    @QR-006.2
    Scenario: As many receipts with a month between them are no trade
      Given persons who receive money by code
      When each of them gets 6 receipts of several payers in a day
      And 31 days pass
      And each of them gets 6 receipts of several payers in a day
      And each of them looks at the own code
      Then whoever evidently trades is invited to another code, and nobody else

    @QR-006.3
    Scenario Outline: The person decides
      Given persons who receive money by code
      When each of them gets 12 receipts of several payers in a day
      And each of them <decides> the invitation
      And each of them looks at the own code
      Then no code has become another kind without its owner

      Examples:
        | decides  |
        | accepts  |
        | declines |
