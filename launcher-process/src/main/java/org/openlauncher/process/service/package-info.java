/** The services that this bundle offers: chooses the way of starting jobs that fits the machine. */
@NullMarked
package org.openlauncher.process.service;

import org.jspecify.annotations.NullMarked;
