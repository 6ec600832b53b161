// One process for all: keys and modules are paid for once.
import './tests/bad-bodies';
import './tests/bad-members';
import './tests/bad-paths';
import './tests/fuzz';
