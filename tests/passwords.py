"""A password for everybody in the tests, and a hasher that takes no time."""

from argon2 import PasswordHasher

WORD = "稻草人 搬家 七月"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
