/**
 * Tests of the front door over real sockets, with hand-written jobs and clusters behind it. {@code
 * FakeJobs} keeps everything in memory and never runs anything.
 */
@NullMarked
package org.openlauncher.host.http;

import org.jspecify.annotations.NullMarked;
