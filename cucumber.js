const load = { requireModule: ['ts-node/register'], require: ['steps/*.ts'] };

module.exports = {
  default: { ...load, paths: ['features/**/*.feature'], format: ['progress'] },
};
