package org.apache.hadoop.hive.llap.security

/** What of Hive the pyspark package leaves out, and a Thrift server asks for when it closes a session while it has no connection
  * to the metastore at hand: Hive then lists its functions, one of which names this type. None of them is called.
  */
object LlapSigner {
  trait Signable
}
