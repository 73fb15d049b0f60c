package org.openlauncher.bench;

import java.nio.file.Path;

/**
 * What is measured.
 *
 * @param home an unpacked launcher that the account can read
 * @param folder for the files of the run, on a real disk
 * @param account whom the launcher runs as
 * @param owner whose jobs are run; somebody else than the account where root starts the launcher
 * @param spawnLoop a program that runs another one so many times, as fast as it can
 */
record Installation(Path home, Path folder, String account, String owner, Path spawnLoop) {}
