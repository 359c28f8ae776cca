def log = new File(basedir, 'build.log').text
def reports = log.readLines().findAll { it.contains('Model files: 2') }

assert reports.size() == 2
assert reports[0].endsWith('written or deleted: 4')
assert reports[1].endsWith('written or deleted: 0')
assert log.count('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0') >= 2
// Nothing changed, so javac had nothing to do.
assert log.contains('Nothing to compile - all classes are up to date')
assert new File(basedir, 'target/generated-sources/adjoint/com/acme/Line.java').file
assert !new File(basedir, 'target/generated-sources/adjoint/com/acme/losses.java').exists()
