package org.openlauncher.plugin.slurm;

/**
 * Where a node is, as Slurm knows it.
 *
 * @param address where the scheduler reaches it: NodeAddr
 * @param hostName how the machine calls itself: NodeHostName
 */
record NodePlace(String address, String hostName) {}
