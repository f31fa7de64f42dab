// The user Storeloom works as: it writes the databases storeloom and storeloom_<tenant>, and makes collections,
// validators and indexes in them. Run once, by the mongo image, when the data folder is empty.
db.getSiblingDB("admin").createUser({
  user: "storeloom",
  pwd: process.env.MONGO_PASSWORD,
  roles: ["readWriteAnyDatabase", "dbAdminAnyDatabase"],
});
