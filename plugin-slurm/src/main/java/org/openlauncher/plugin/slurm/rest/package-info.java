/**
 * Talks with slurmrestd: where it listens, the token it wants, requests and what their answers
 * mean. Knows nothing of jobs; start reading at {@link
 * org.openlauncher.plugin.slurm.rest.RestClient}.
 */
@NullMarked
package org.openlauncher.plugin.slurm.rest;

import org.jspecify.annotations.NullMarked;
