@codes
Feature: Both ways, or said so
  Where wallets recognise one another's codes, a payer and a merchant may each hold out the code, or the wallet says which
  of the two does not work.

  @QR-001 @must @binds-provider @binds-clearing
  Rule: QR-001 Where two schemes declare mutual recognition, each wallet MUST complete a payment on the other's codes in both scan directions, or the pair is shown as one-way
    Source: JRT0245, chapters 5 and 6 (contents only) · FIN19 · PCAC-INIT      Basis: unconfirmed
    Our reading: what is declared live pays, what is not declared moves no money, and the wallet's own page says which is which.

    @QR-001.1
    Scenario: Every declared pair pays, whoever scans
      Given wallets that recognise the codes of every other scheme
      When payers and merchants try the codes of every other scheme
      And each payer looks up which codes the wallet reads
      Then every declared pair has completed a payment
      And each wallet says which codes work both ways, one way or not

    @QR-001.2
    Scenario: Payers may scan, and their own codes are not read
      Given wallets that read the codes of one another, while merchants read none of other wallets
      When payers and merchants try one another's codes
      And each payer looks up which codes the wallet reads
      Then every declared pair has completed a payment
      And nobody has paid by a code that is not declared
      And each wallet says which codes work both ways, one way or not

    @QR-001.3
    Scenario: Payers' codes are read, and they may not scan
      Given merchants who read the codes of other wallets, while those wallets do not read theirs
      When payers and merchants try one another's codes
      And each payer looks up which codes the wallet reads
      Then every declared pair has completed a payment
      And nobody has paid by a code that is not declared
      And each wallet says which codes work both ways, one way or not

    @QR-001.4
    Scenario: What is only announced does not pay yet
      Given wallets whose recognition of one another is announced and not yet live
      When payers and merchants try one another's codes
      And each payer looks up which codes the wallet reads
      Then nobody has paid by a code that is not declared
      And each wallet says which codes work both ways, one way or not

    @QR-001.5
    Scenario: What is withdrawn pays no more
      Given wallets that recognise the codes of one another
      When the wallets withdraw their recognition of one another
      And payers and merchants try one another's codes
      And each payer looks up which codes the wallet reads
      Then nobody has paid by a code that is not declared
      And each wallet says which codes work both ways, one way or not
