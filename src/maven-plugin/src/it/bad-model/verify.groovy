def log = new File(basedir, 'build.log').text.replace('\\', '/')

// "  output yhat = w*x + c": c is the 23rd character of line 6.
assert log.contains('src/main/nn/bad.nn:6:23: error')
// Every file is looked at, not only the first with an error.
assert log.contains('src/main/nn/worse.nn:4:1: error')
assert !new File(basedir, 'target/generated-sources/adjoint').exists()
