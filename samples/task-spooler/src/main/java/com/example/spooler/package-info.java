/**
 * Clusters of type TaskSpooler: each owner has a queue of Debian's task-spooler, {@code tsp}. Start
 * reading at SpoolerCluster.
 */
package com.example.spooler;
