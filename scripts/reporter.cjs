// Quiet while tests pass; tells each failure whole at the end, and leaves the counts in a file for scripts/test.mjs.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

class Reporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    let failed = 0;
    let passed = 0;
    runner.on(Runner.constants.EVENT_TEST_PASS, () => {
      passed += 1;
    });
    runner.on(Runner.constants.EVENT_TEST_FAIL, test => {
      failed += 1;
      reporters.Base.consoleLog(`  failed: ${test.fullTitle()}`);
    });
    runner.on(Runner.constants.EVENT_TEST_PENDING, test => {
      skipped.push({ title: test.fullTitle(), reason: test.skipReason ?? 'no reason given' });
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (failed > 0) reporters.Base.list(this.failures);
      const { report } = options.reporterOptions ?? {};
      if (report) writeFileSync(report, JSON.stringify({ passed, failed, skipped }));
    });
  }
}

module.exports = Reporter;
