/** The tests of JD Pay by theme, in one process: starting one costs more than most of them. */
import './tests/vectors';
import './tests/documents';
import './tests/orders';
import './tests/notices';
import './tests/refunds';
import './tests/codes';
import './tests/pages';
import './tests/bad-input';
import './tests/recon';
import './tests/relations';
import './tests/sandbox';
