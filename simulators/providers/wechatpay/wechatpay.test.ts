// One process for all: keys and modules are paid for once.
import './tests/authorization';
import './tests/bad-input';
import './tests/bills';
import './tests/gate';
import './tests/keys';
import './tests/notices';
import './tests/orders';
import './tests/pages';
import './tests/parties';
import './tests/products';
import './tests/refunds';
import './tests/sdk';
import './tests/strangers';
import './tests/vectors';
