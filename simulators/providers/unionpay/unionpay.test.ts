/**
 * The tests of UnionPay by theme, in one process: starting one costs more than most of them. Keys first, because they are
 * minted meanwhile.
 */
import './tests/keys';
import './tests/vectors';
import './tests/orders';
import './tests/refunds';
import './tests/notices';
import './tests/pages';
import './tests/bills';
import './tests/bad-input';
