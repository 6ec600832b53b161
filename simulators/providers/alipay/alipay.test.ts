/** The tests of Alipay by theme, in one process: starting one costs more than most of them. */
import './tests/keys';
import './tests/other-keys';
import './tests/certificates';
import './tests/envelope';
import './tests/layouts';
import './tests/notices';
import './tests/orders';
import './tests/pages';
import './tests/refusals';
import './tests/sdk';
import './tests/vectors';
