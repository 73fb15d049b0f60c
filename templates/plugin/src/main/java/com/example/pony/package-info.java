/**
 * The plugin for clusters of the type Pony. Nothing here is exported; the launcher finds it as a
 * service.
 */
package com.example.pony;
